import type en from "./words.en";

const words: typeof en = {
  title: "Visites de l’assistance",
  about: "Les personnes de la plateforme qui ont agi dans votre console : sous leur nom, une heure au plus.",
  settings: "Réglages",
  allowed: "Si l’assistance peut agir ici, cela se décide dans",
  security: "Sécurité",
  visitor: "Qui",
  merchant: "Marchand",
  role: "Avec les droits de",
  reason: "Pourquoi",
  began: "De",
  until: "À",
  entries: "Lignes",
  state: "État",
  underWay: "En cours",
  ended_operator: "Terminée par l’opérateur",
  ended_merchant: "Mise à la porte",
  ended_time: "Temps écoulé",
  end: "Mettre fin",
  endTitle: "Mettre fin à la visite de {operator} ?",
  endText: "La visite se termine tout de suite. Ce qui a été fait reste fait.",
  ended: "La visite est terminée.",
  none: "Personne de la plateforme n’est venu",
  noneHelp:
    "Quand quelqu’un agit dans votre console, c’est écrit ici, et les propriétaires reçoivent un message.",
  ours: "Visites",
  oursAbout: "Les opérateurs qui ont agi chez un marchand, et pourquoi. Le marchand voit la même chose.",
  oursNone: "Personne n’a encore visité de marchand",
  oursNoneHelp: "Ouvrez un marchand et agissez-y, avec un motif.",
};
export default words;
