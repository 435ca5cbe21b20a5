import { defineWords } from "@/app/words";

export const useExperimentWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
