/** Countries by name in the reader's language, for choosing. Codes of ISO 3166-1. */
const CODES =
  "AE AO AR AT AU BE BF BG BI BJ BR CA CD CF CG CH CI CL CM CN CV CY CZ DE DK DZ EE EG ES FI FR GA GB GH GM GN GQ GR GW HR HU IE IL IN IT JP KE KR LR LT LU LV MA MG ML MR MU MX NE NG NL NO NZ PL PT RE RO RW SA SE SG SI SK SL SN TD TG TN TR UA US YT ZA".split(
    " ",
  );

export function countryName(language: string, code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames([language], { type: "region" }).of(code) ?? code;
}

export function countryOptions(language: string): { value: string; label: string }[] {
  return CODES.map((value) => ({ value, label: countryName(language, value) })).sort((one, other) =>
    one.label.localeCompare(other.label, language),
  );
}
