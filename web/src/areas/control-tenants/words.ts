import { defineWords } from "@/app/words";

export const useControlTenantsWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
