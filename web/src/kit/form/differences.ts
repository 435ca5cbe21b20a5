/** Pure: which fields differ between two states of a record, and the three-way view of a conflict. */

/** Deep equality of what JSON can carry. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return (
    Array.isArray(one) === Array.isArray(other) && [...keys].every((key) => isSame(left[key], right[key]))
  );
}

/** The fields of `now` that are not as in `before`. */
export function changedFields<T extends object>(before: T, now: T): (keyof T & string)[] {
  return (Object.keys(now) as (keyof T & string)[]).filter((key) => !isSame(before[key], now[key]));
}

export interface Conflict<T> {
  /** Changed here and there, differently: somebody must choose. */
  contested: (keyof T & string)[];
  /** What both made of it together where they don't contradict. */
  merged: T;
}

/** `base` is what I began from, `mine` what I have now, `theirs` what is saved now. */
export function compare<T extends object>(base: T, mine: T, theirs: T): Conflict<T> {
  const changedByMe = new Set<string>(changedFields(base, mine));
  const contested = changedFields(theirs, mine).filter(
    (key) => changedByMe.has(key) && !isSame(base[key], theirs[key]),
  );
  const merged = { ...theirs };
  for (const key of Object.keys(mine) as (keyof T & string)[])
    if (changedByMe.has(key)) merged[key] = mine[key];
  return { contested, merged };
}
