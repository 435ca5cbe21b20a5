import type en from "./creditWords.en";

const words: typeof en = {
  credit: "Avoir",
  returns: "Retours",
  none: "Aucun avoir",
  change: "Donner ou reprendre",
  act: "Action",
  give: "Donner un avoir",
  take: "Reprendre l’avoir",
  currency: "Devise",
  amount: "Montant",
  reason: "Raison",
  changed: "Avoir modifié",
  issued: "Donné par l’équipe",
  taken: "Repris",
  returned: "Pour un retour",
  spent: "Dépensé",
  given_back: "Rendu",
  expired: "Expiré",
};

export default words;
