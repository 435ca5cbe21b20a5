/** Languages, countries and time zones, named by the browser in the reader's language. */

/** The languages that shops speak most; any other can be kept that is there already. */
export const languages: readonly string[] = [
  "ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "ha", "he", "hi", "hr", "hu", "id", "ig",
  "it", "ja", "ko", "ln", "lt", "lv", "mg", "ms", "mt", "nb", "nl", "pl", "pt", "ro", "ru", "rw", "sk", "sl", "so", "sq",
  "sr", "sv", "sw", "th", "tr", "uk", "ur", "vi", "wo", "yo", "zh", "zu",
]; // biome-ignore format: a table

const COUNTRIES =
  "AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CD CF CG CH CI CK CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split(
    " ",
  );

export function languageName(tag: string, spoken: string): string {
  const name = new Intl.DisplayNames([spoken], { type: "language" }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(spoken) + name.slice(1);
}

export function countryName(code: string, spoken: string): string {
  return new Intl.DisplayNames([spoken], { type: "region" }).of(code) ?? code;
}

/** Every country, by name. */
export function countries(spoken: string): { value: string; label: string }[] {
  return COUNTRIES.map((value) => ({ value, label: countryName(value, spoken) })).sort((one, other) =>
    one.label.localeCompare(other.label, spoken),
  );
}

/** Every time zone of the browser, and the one that is chosen. */
export function timeZones(chosen: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes(chosen) ? known : [chosen, ...known];
}
