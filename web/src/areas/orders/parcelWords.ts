import { defineWords } from "@/app/words";

/** What is said of parcels, on the page of an order and in the list of those who pack. */
export const useParcelWords = defineWords({
  en: () => import("./parcelWords.en"),
  fr: () => import("./parcelWords.fr"),
});

export type ParcelWords = ReturnType<typeof useParcelWords>;
