import { defineWords, type Words } from "@/app/words";

export const useCarrierWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});

/** What carriers say of themselves and their forms, in other languages than the English that the API speaks. */
export const useFormWords = defineWords<Words>({
  en: () => import("./words.forms.en"),
  fr: () => import("./words.forms.fr"),
});
export type FormWords = ReturnType<typeof useFormWords>;
