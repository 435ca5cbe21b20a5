import { defineWords } from "@/app/words";

/** What was done, by whom: loaded with the first screen that tells of it. */
export const useTrailWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
