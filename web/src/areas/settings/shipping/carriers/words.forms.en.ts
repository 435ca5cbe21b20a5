import type { Words } from "@/app/words";

/** The API says it in English already. */
const words: Words = {};
export default words;
