import type { Words } from "@/app/words";

/** The API says it in English; here are the names behind the codes that one chooses from. */
const words: Words = {
  "choice.mtn_momo.sandbox": "Sandbox",
  "choice.mtn_momo.mtnbenin": "Benin",
  "choice.mtn_momo.mtncameroon": "Cameroon",
  "choice.mtn_momo.mtncongo": "Congo",
  "choice.mtn_momo.mtnghana": "Ghana",
  "choice.mtn_momo.mtnguineaconakry": "Guinea",
  "choice.mtn_momo.mtnivorycoast": "Côte d’Ivoire",
  "choice.mtn_momo.mtnliberia": "Liberia",
  "choice.mtn_momo.mtnsouthafrica": "South Africa",
  "choice.mtn_momo.mtnswaziland": "Eswatini",
  "choice.mtn_momo.mtnuganda": "Uganda",
  "choice.mtn_momo.mtnzambia": "Zambia",
  "choice.orange_money.dev": "Development country (no real money)",
  "choice.orange_money.bf": "Burkina Faso",
  "choice.orange_money.ci": "Côte d’Ivoire",
  "choice.orange_money.cm": "Cameroon",
  "choice.orange_money.gn": "Guinea",
  "choice.orange_money.ml": "Mali",
  "choice.orange_money.sn": "Senegal",
};

export default words;
