import { defineWords, type Words } from "@/app/words";

export const useConnectionWords = defineWords({
  en: () => import("./words.en"),
  fr: () => import("./words.fr"),
});
/** What providers say of their forms, in other languages than the English that the API speaks. */
export const useProviderWords = defineWords<Words>({
  en: () => import("./words.providers.en"),
  fr: () => import("./words.providers.fr"),
});
export type ProviderWords = ReturnType<typeof useProviderWords>;
