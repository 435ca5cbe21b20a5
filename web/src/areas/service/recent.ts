/** Who was looked at lately in this window: kept until it closes, and nowhere else. */
export interface Recent {
  to: string;
  title: string;
  details: string;
}

const MOST = 6;
const keyOf = (company: string) => `duka.service.${company}`;

export function recents(company: string): Recent[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(company)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isRecent) : [];
  } catch {
    return [];
  }
}

export function remember(company: string, one: Recent): void {
  const others = recents(company).filter((known) => known.to !== one.to);
  sessionStorage.setItem(keyOf(company), JSON.stringify([one, ...others].slice(0, MOST)));
}

function isRecent(value: unknown): value is Recent {
  const one = value as Partial<Recent> | null;
  return typeof one?.to === "string" && typeof one.title === "string" && typeof one.details === "string";
}
