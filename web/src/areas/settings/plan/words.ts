import { defineWords } from "@/app/words";

export const useOwnPlanWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
