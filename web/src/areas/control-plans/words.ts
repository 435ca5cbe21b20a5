import { defineWords } from "@/app/words";

export const useControlPlanWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
