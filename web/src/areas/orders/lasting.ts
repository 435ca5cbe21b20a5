/** Pure: how long something took, in the one or two units that people would say. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `lasting("en", 9000)` is `2 h 30 min`; `lasting("fr", 190000)` is `2 j 5 h`. */
export function lasting(language: string, seconds: number): string {
  const unit = (value: number, name: "day" | "hour" | "minute") =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  if (seconds < MINUTE) return unit(1, "minute");
  const whole = seconds < HOUR ? Math.round(seconds / MINUTE) : Math.floor(seconds / MINUTE);
  if (whole < 60) return unit(whole, "minute");
  if (seconds < DAY) {
    const minutes = Math.round((seconds % HOUR) / MINUTE / 5) * 5;
    const hours = Math.floor(seconds / HOUR) + (minutes === 60 ? 1 : 0);
    return minutes % 60 === 0 || hours >= 6
      ? unit(hours, "hour")
      : `${unit(hours, "hour")} ${unit(minutes, "minute")}`;
  }
  const hours = Math.round((seconds % DAY) / HOUR);
  const days = Math.floor(seconds / DAY) + (hours === 24 ? 1 : 0);
  return hours % 24 === 0 || days >= 7 ? unit(days, "day") : `${unit(days, "day")} ${unit(hours, "hour")}`;
}
