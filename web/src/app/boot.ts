/**
 * The first script: small, so that it runs while the console is still on its way. It asks who is here, fetches the texts and
 * the page that is wanted, and then starts the console.
 */
import { askEarly } from "@/api/early";
import { chosenLanguage } from "./language";

const TEXTS = {
  en: () => [import("./words.shell.en"), import("@/kit/words.en")],
  fr: () => [import("./words.shell.fr"), import("@/kit/words.fr")],
};
const HOME_TEXTS = {
  en: () => import("@/areas/home/words.en"),
  fr: () => import("@/areas/home/words.fr"),
};

const language = chosenLanguage();
const [company, ...path] = location.pathname
  .replace(/^\/console\/?/, "")
  .split("/")
  .filter(Boolean);
if (company !== undefined && company !== "account") {
  askEarly("/api/session", language);
  askEarly(`/api/tenants/${company}/admin/me`, language);
}
const console = import("./main");
void TEXTS[language]();
if (company !== undefined && path.length === 0) {
  void import("@/areas/home/HomePage");
  void HOME_TEXTS[language]();
}
void console.then(({ start }) => start());
