/** Countries and currencies by name in the reader's language, for choosing: codes of ISO 3166-1 and 4217. */
const COUNTRIES =
  "AD AE AF AG AI AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FR GA GB GD GE GF GH GM GN GP GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KM KR KW KZ LA LB LI LK LR LS LT LU LV LY MA MC MD ME MG MK ML MM MN MQ MR MT MU MV MW MX MY MZ NA NC NE NG NI NL NO NP NZ OM PA PE PF PG PH PK PL PT PY QA RE RO RS RU RW SA SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TR TT TW TZ UA UG US UY UZ VE VN YE YT ZA ZM ZW".split(
    " ",
  );
const CURRENCIES =
  "AED ARS AUD BDT BGN BHD BRL CAD CDF CHF CLP CNY COP CZK DKK DZD EGP ETB EUR GBP GHS GMD GNF HKD HUF IDR ILS INR ISK JPY KES KMF KRW KWD LKR MAD MGA MRU MUR MWK MXN MYR MZN NAD NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RWF SAR SCR SEK SGD SLE SZL THB TND TRY TWD TZS UAH UGX USD UYU VND XAF XOF ZAR ZMW".split(
    " ",
  );

export interface Choice {
  value: string;
  label: string;
}

export function countryName(language: string, code: string): string {
  return new Intl.DisplayNames([language], { type: "region" }).of(code) ?? code;
}

export function countryChoices(language: string, held: readonly string[]): Choice[] {
  const codes = [...new Set([...COUNTRIES, ...held])];
  return sorted(language, codes, (code) => countryName(language, code));
}

export function currencyChoices(language: string, held: readonly string[]): Choice[] {
  const names = new Intl.DisplayNames([language], { type: "currency" });
  return sorted(
    language,
    [...new Set([...CURRENCIES, ...held])],
    (code) => `${code} · ${names.of(code) ?? code}`,
  );
}

function sorted(language: string, codes: readonly string[], say: (code: string) => string): Choice[] {
  return codes
    .filter((code) => code !== "")
    .map((value) => ({ value, label: say(value) }))
    .sort((one, other) => one.label.localeCompare(other.label, language));
}
