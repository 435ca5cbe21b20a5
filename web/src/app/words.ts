/**
 * Texts in English and French. Each folder has its own, loaded in one language and only when its screens are:
 *
 *     // areas/orders/words.en.ts           export default { title: "Orders", found: { one: "{count} order", other: "{count} orders" } };
 *     // areas/orders/words.fr.ts           const words: typeof en = { title: "Commandes", … }; export default words;
 *     // areas/orders/words.ts              export const useOrderWords = defineWords({ en: () => import("./words.en"), fr: () => import("./words.fr") });
 *     const t = useOrderWords();            t("found", { count: 3 })
 *
 * A text that lacks its translation does not compile.
 */
import { createElement, Fragment, type ReactNode, startTransition, use, useSyncExternalStore } from "react";
import { present } from "../api/credentials";
import { chosenLanguage, KEPT_LANGUAGE, type Language } from "./language";

export type { Language } from "./language";
export const LANGUAGES: Record<Language, string> = { en: "English", fr: "Français" };

/** A short text known in both languages: for what the shell shows before an area is loaded. */
export type Label = Record<Language, string>;

export type Phrase = string | { one: string; other: string };
export type Words = Readonly<Record<string, Phrase>>;
type Values = Record<string, string | number>;

export interface Translate<W extends Words> {
  /** The text in the reader's language; `{name}` is replaced, `count` chooses the plural. */
  (key: keyof W & string, values?: Values): string;
  /** The same with elements for values. */
  rich: (key: keyof W & string, values: Record<string, ReactNode>) => ReactNode;
  /** Whether there is a text for a key that comes from data, such as a status. */
  has: (key: string) => key is keyof W & string;
}

const listeners = new Set<() => void>();
let current: Language = chosenLanguage();
present({ language: current });

export function language(): Language {
  return current;
}

export function useLanguage(): Language {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

/** Speak another language from now on, in this browser. */
export function speak(next: Language): void {
  localStorage.setItem(KEPT_LANGUAGE, next);
  adopt(next);
}

/** What the person's account says, unless this browser was told otherwise. */
export function speakByDefault(locale: string | null | undefined): void {
  const next = locale?.slice(0, 2);
  if (localStorage.getItem(KEPT_LANGUAGE) === null && (next === "en" || next === "fr")) adopt(next);
}

function adopt(next: Language): void {
  if (next === current) return;
  current = next;
  present({ language: next });
  document.documentElement.lang = next;
  startTransition(() => {
    for (const listener of listeners) listener();
  });
}

/** A label in the reader's language. */
export function useLabel(): (label: Label) => string {
  const spoken = useLanguage();
  return (label) => label[spoken];
}

export function defineWords<W extends Words>(
  loaders: Record<Language, () => Promise<{ default: W }>>,
): () => Translate<W> {
  const loading: Partial<Record<Language, Promise<{ default: W }>>> = {};
  const ready: Partial<Record<Language, Translate<W>>> = {};
  return function useWords() {
    const spoken = useLanguage();
    let promise = loading[spoken];
    if (promise === undefined) {
      promise = loaders[spoken]();
      loading[spoken] = promise;
    }
    const { default: words } = use(promise);
    let translate = ready[spoken];
    if (translate === undefined) {
      translate = translator(words, spoken);
      ready[spoken] = translate;
    }
    return translate;
  };
}

/** Pure: a word of data, such as a state: `wordOf(t, "state", "near")` says `state_near`, or the name itself where there is none. */
export function wordOf<W extends Words>(t: Translate<W>, prefix: string, name: string): string {
  const key = `${prefix}_${name}`;
  return t.has(key) ? t(key) : name.replaceAll("_", " ");
}

/** Pure: the texts of one language as a function. */
export function translator<W extends Words>(words: W, spoken: Language): Translate<W> {
  const plural = new Intl.PluralRules(spoken);
  const number = new Intl.NumberFormat(spoken);

  function phrase(key: string, count: unknown): string {
    const found = words[key];
    if (found === undefined) return key;
    if (typeof found === "string") return found;
    return typeof count === "number" && plural.select(count) === "one" ? found.one : found.other;
  }
  function shown(value: unknown): string {
    return typeof value === "number" ? number.format(value) : String(value);
  }
  const translate = (key: string, values: Values = {}): string =>
    phrase(key, values.count).replace(/\{(\w+)\}/g, (all, name: string) =>
      name in values ? shown(values[name]) : all,
    );
  return Object.assign(translate, {
    rich: (key: string, values: Record<string, ReactNode>): ReactNode =>
      phrase(key, values.count)
        .split(/\{(\w+)\}/)
        .map((piece, place) =>
          place % 2 === 0
            ? piece
            : createElement(
                Fragment,
                { key: place },
                typeof values[piece] === "number" ? shown(values[piece]) : values[piece],
              ),
        ),
    has: (key: string): key is keyof W & string => key in words,
  });
}
