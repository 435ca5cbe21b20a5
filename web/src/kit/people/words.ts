import { defineWords } from "@/app/words";
import { useTrailWords } from "../trail/words";

export const usePeopleWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

/** Loads all texts about people with the page, so that choosing somebody shows them at once. */
export function usePeopleTexts(): void {
  usePeopleWords();
  useTrailWords();
}
