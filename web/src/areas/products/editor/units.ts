/** UN/CEFACT codes of what goods are measured in, and their signs. */
export const SIGNS: Readonly<Record<string, string>> = {
  KGM: "kg",
  GRM: "g",
  TNE: "t",
  LBR: "lb",
  ONZ: "oz",
  LTR: "L",
  MLT: "ml",
  MTR: "m",
  CMT: "cm",
  MMT: "mm",
  C62: "",
};
export const UNITS = ["KGM", "GRM", "LBR", "ONZ", "LTR", "MLT", "MTR", "CMT"] as const;
