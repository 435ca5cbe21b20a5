/** How languages and texts are called, and how far something is. Pure. */
import type { KindState } from "@/api/generated/types.gen";
import type { Language, Translate } from "@/app/words";
import type en from "./words.en";

export type T = Translate<typeof en>;
export type Kind = KindState["kind"];
export const KINDS: readonly Kind[] = [
  "product",
  "picture",
  "category",
  "collection",
  "attribute",
  "page",
  "store",
  "shipping",
  "payment",
  "message",
];

/** A language in the reader's own: `français`, `wolof`. */
export function languageName(tag: string, reader: Language): string {
  try {
    return new Intl.DisplayNames([reader], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Whole per cent of the texts that are translated and not outdated; 100 only when all are. */
export function percent(states: readonly Pick<KindState, "texts" | "translated" | "outdated">[]): number {
  const all = states.reduce((sum, state) => sum + state.texts, 0);
  const done = states.reduce((sum, state) => sum + state.translated - state.outdated, 0);
  return all === 0 ? 100 : Math.floor((100 * done) / all);
}

/** The names along a field's path. */
export function partsOf(field: string): string[] {
  return field.split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What a field is called: `Title`, `Option “Size”`, `Size: Small`. */
export function fieldName(t: T, field: string): string {
  const [first = "", name = "", value] = partsOf(field);
  if (first === "options") {
    return value === undefined ? t("option", { name }) : t("value", { option: name, name: value });
  }
  if (first === "attributes") return t("attribute", { name });
  if (first === "choices") return t("choice", { name });
  const key = `field_${first}`;
  return t.has(key) ? t(key) : first;
}
