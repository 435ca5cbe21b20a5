import type en from "./words.en";

const words: typeof en = {
  title: "Règles de la plateforme",
  settings: "Réglages",
  about: "Ce que la plateforme a décidé pour vous : vos propres réglages restent dans ces limites.",
  binds: "Vous lie",
  free: "Ne vous lie pas",
  what: "Quoi",
  value: "Valeur",
  source: "Qui l’a décidé",
  source_default: "Par défaut",
  source_platform: "La plateforme, pour tous",
  source_plan: "Votre formule",
  source_own: "La plateforme, pour vous",
  planNamed: "Votre formule, {name}",
  where: "Où elle s’applique",
  noteSays: "La plateforme précise : {note}",
  all: "Tous",
  none: "Aucun",
  yes: "Oui",
  no: "Non",
  unlimited: "Sans limite",
  nothing: "Il n’y a pas de règles",
};

export default words;
