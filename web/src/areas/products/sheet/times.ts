/** Pure: times as people of a store type them (`2026-12-01`, `2026-12-01 18:00`, `01/12/2026`), and as instants. */

const parts = new Map<string, Intl.DateTimeFormat>();

function zoned(timezone: string): Intl.DateTimeFormat {
  let format = parts.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    parts.set(timezone, format);
  }
  return format;
}

/** `2026-12-01 18:00` in the store's time zone, without the time at midnight. */
export function localIn(instant: string | null, timezone: string): string {
  if (instant === null) return "";
  const of = Object.fromEntries(
    zoned(timezone)
      .formatToParts(new Date(instant))
      .map((part) => [part.type, part.value]),
  );
  const day = `${of.year}-${of.month}-${of.day}`;
  const time = `${of.hour}:${of.minute}`;
  return time === "00:00" ? day : `${day} ${time}`;
}

/** The instant of a local time, or null when it is none. Hours that the clock skips count from before the skip. */
export function instantIn(typed: string, timezone: string): string | null {
  const match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?$/.exec(typed) ??
    reordered(/^(\d{1,2})[./](\d{1,2})[./](\d{4})(?:[ T](\d{1,2}):(\d{2}))?$/.exec(typed));
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = [...match]
    .slice(1)
    .map((part) => Number(part ?? 0));
  const asIfUtc = Date.UTC(year, month - 1, day, hour, minute);
  const back = new Date(asIfUtc);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day || hour > 23 || minute > 59) return null;
  const first = asIfUtc - offset(asIfUtc, timezone);
  return new Date(asIfUtc - offset(first, timezone)).toISOString();
}

/** Day first, as most of the world writes it. */
function reordered(match: RegExpExecArray | null): (string | undefined)[] | null {
  return match === null ? null : [match[0], match[3], match[2], match[1], match[4], match[5]];
}

/** Milliseconds that the zone is ahead of UTC at an instant. */
function offset(at: number, timezone: string): number {
  const of = Object.fromEntries(
    zoned(timezone)
      .formatToParts(new Date(at))
      .map((part) => [part.type, Number(part.value)]),
  );
  return (
    Date.UTC(of.year ?? 0, (of.month ?? 1) - 1, of.day, of.hour, of.minute) - Math.floor(at / 60_000) * 60_000
  );
}
