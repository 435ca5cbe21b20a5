/** Pure: how amounts, quantities, weights and times are written and read. Money in minor units, quantities at a scale. */

const digitsOf = new Map<string, number>();

/** How many digits a currency has after the point: 2 for EUR, 0 for XOF. */
export function fractionDigits(currency: string): number {
  let digits = digitsOf.get(currency);
  if (digits === undefined) {
    digits =
      new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ??
      2;
    digitsOf.set(currency, digits);
  }
  return digits;
}

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(language, options);
    formats.set(key, format);
  }
  return format;
}

/** Exact: as a decimal text, since a float would round large amounts. */
export function decimal(whole: number, digits: number): string {
  const sign = whole < 0 ? "-" : "";
  const text = String(Math.abs(whole)).padStart(digits + 1, "0");
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** `formatMoney("fr", 12500, "XOF")` is `12 500 F CFA`. */
export function formatMoney(language: string, minor: number, currency: string, compact = false): string {
  const digits = fractionDigits(currency);
  if (compact && Math.abs(minor) >= 10 ** (digits + 4)) {
    const options = { style: "currency", currency, notation: "compact", maximumFractionDigits: 1 } as const;
    return numberFormat(language, options).format(minor / 10 ** digits);
  }
  const exact = decimal(minor, digits) as unknown as number;
  return numberFormat(language, { style: "currency", currency }).format(exact);
}

const UNITS: Record<string, { en: string; fr: string }> = {
  KGM: { en: "kg", fr: "kg" },
  GRM: { en: "g", fr: "g" },
  LTR: { en: "l", fr: "l" },
  MTR: { en: "m", fr: "m" },
  C62: { en: "", fr: "" },
  H87: { en: "", fr: "" },
};

/** `125` at scale 2 in `KGM` is `1.25 kg`; pieces carry no unit. */
export function formatQuantity(language: string, quantity: number, scale = 0, unit = "C62"): string {
  const exact = decimal(quantity, scale) as unknown as number;
  const number = numberFormat(language, { maximumFractionDigits: scale }).format(exact);
  const known = UNITS[unit];
  const name = known ? (language === "fr" ? known.fr : known.en) : unit.toLowerCase();
  return name ? `${number} ${name}` : number;
}

export function formatCount(language: string, count: number, compact = false): string {
  return numberFormat(language, compact ? { notation: "compact", maximumFractionDigits: 1 } : {}).format(
    count,
  );
}

export function formatShare(language: string, share: number): string {
  return numberFormat(language, {
    style: "percent",
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  }).format(share);
}

export function formatBytes(language: string, bytes: number): string {
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "kilobyte"] : [bytes / 1024 / 1024, "megabyte"];
  return numberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Within a day how long ago or how soon (`3 min ago`), then the date. `null` when it is no more than a minute. */
export function formatWhen(language: string, at: Date, now: Date, timeZone?: string): string | null {
  const distance = at.getTime() - now.getTime();
  const far = Math.abs(distance);
  if (far < MINUTE) return null;
  if (far < DAY) {
    const relative = new Intl.RelativeTimeFormat(language, { numeric: "always", style: "short" });
    return far < HOUR
      ? relative.format(Math.trunc(distance / MINUTE), "minute")
      : relative.format(Math.trunc(distance / HOUR), "hour");
  }
  const sameYear = dayOf(at, timeZone).slice(0, 4) === dayOf(now, timeZone).slice(0, 4);
  return dateFormat(language, {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
    ...(timeZone ? { timeZone } : {}),
  }).format(at);
}

/** Day and time in full, with the name of the zone. */
export function formatInstant(language: string, at: Date, timeZone?: string): string {
  return dateFormat(language, {
    weekday: "short",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    ...(timeZone ? { timeZone } : {}),
  }).format(at);
}

export function formatDay(language: string, day: string, options: Intl.DateTimeFormatOptions = {}): string {
  const shown = { day: "numeric", month: "short", timeZone: "UTC", ...options } as const;
  return dateFormat(language, shown).format(new Date(`${day}T00:00:00Z`));
}

/** The calendar day somewhere, as `2026-11-21`. */
export function dayOf(at: Date, timeZone?: string): string {
  return dateFormat("en-CA", { dateStyle: "short", ...(timeZone ? { timeZone } : {}) }).format(at);
}

const dates = new Map<string, Intl.DateTimeFormat>();

function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  let format = dates.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(language, options);
    dates.set(key, format);
  }
  return format;
}
