/** Pure: amounts, quantities and weights as people type them: `12.500`, `1,25`, `1 250,5 kg`, `1,250.75`. */
import { decimal, fractionDigits } from "../format";

/**
 * A whole number of steps of 10^-digits, or null when it is not a number, has more digits than `digits`, or is too large.
 *
 * With both signs the last one is the decimal point. One sign alone is a decimal point, unless exactly three digits
 * follow and the number could not have as many decimals: `12.500` is 12500 of a currency without decimals or with two.
 */
export function readNumber(text: string, digits: number): number | null {
  const plain = text.replace(/[\s\u00a0\u202f'’]/g, "");
  const match = /^([+-]?)(\d[\d.,]*|[.,]\d+)$/.exec(plain);
  if (match === null) return null;
  const [, sign = "", body = ""] = match;
  const point = pointOf(body, digits);
  if (point === null) return null;
  const whole = (point < 0 ? body : body.slice(0, point)).replace(/[.,]/g, "");
  const part = point < 0 ? "" : body.slice(point + 1).replace(/0+$/, "");
  if (part.length > digits || /[.,]/.test(part)) return null;
  const steps = Number(`${whole}${part.padEnd(digits, "0")}`);
  return Number.isSafeInteger(steps) ? (sign === "-" ? -steps : steps) : null;
}

/** Where the decimal point is, -1 without one, null when the signs make no number. */
function pointOf(body: string, digits: number): number | null {
  const dots = body.split(".").length - 1;
  const commas = body.split(",").length - 1;
  if (dots === 0 && commas === 0) return -1;
  if (dots > 0 && commas > 0) {
    const last = Math.max(body.lastIndexOf("."), body.lastIndexOf(","));
    const decimalSign = body[last] ?? ".";
    return body.indexOf(decimalSign) === last && isGrouped(body.slice(0, last)) ? last : null;
  }
  if (dots + commas > 1) return isGrouped(body) ? -1 : null;
  const at = body.search(/[.,]/);
  const after = body.length - at - 1;
  const isGroup = after === 3 && at > 0 && at <= 3 && digits < 3 && body[0] !== "0";
  return isGroup ? -1 : at;
}

function isGrouped(whole: string): boolean {
  return /^\d{1,3}([.,]\d{3})*$/.test(whole) || /^\d*$/.test(whole);
}

/** Minor units of a currency, or null. The sign of the currency may stand with it. */
export function readMoney(text: string, currency: string): number | null {
  const bare = text.replace(/[\p{Sc}\p{L}]+\.?/gu, "");
  return readNumber(bare, fractionDigits(currency));
}

const GRAMS: Record<string, number> = {
  g: 1,
  gr: 1,
  kg: 1000,
  kilo: 1000,
  kilos: 1000,
  t: 1_000_000,
  lb: 453.59237,
  oz: 28.349523125,
};

/** Grams, or null. Without a unit it is `unit`. */
export function readWeight(text: string, unit: "g" | "kg" = "kg"): number | null {
  const match = /^(.*?)\s*([a-z]*)$/i.exec(text.trim());
  const grams = GRAMS[(match?.[2] || unit).toLowerCase()];
  const thousandths = readNumber(match?.[1] ?? "", 3);
  if (grams === undefined || thousandths === null) return null;
  return Math.round((thousandths / 1000) * grams);
}

/** As a person of that language would type it, without a unit. */
export function writeNumber(language: string, steps: number, digits: number): string {
  const exact = decimal(steps, digits) as unknown as number;
  return new Intl.NumberFormat(language, {
    useGrouping: false,
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
  }).format(exact);
}

export function writeMoney(language: string, minor: number, currency: string): string {
  const digits = fractionDigits(currency);
  const exact = decimal(minor, digits) as unknown as number;
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(exact);
}

/** `1.25 kg` from a kilogram on, else `250 g`. */
export function writeWeight(language: string, grams: number): string {
  const [value, unit] = Math.abs(grams) >= 1000 ? [grams / 1000, "kg"] : [grams, "g"];
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(value)} ${unit}`;
}
