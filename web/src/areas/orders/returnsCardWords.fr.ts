import type en from "./returnsCardWords.en";

const words: typeof en = {
  title: "Retours",
  ask: "Demander un retour",
  askTitle: "Retour de la commande {number}",
  none: "Rien de cette commande ne revient.",
  nothing: "Rien de cette commande ne peut être renvoyé pour cette raison.",
  why: "Raison",
  what: "Ce que souhaite le client",
  most: "{most} au plus",
  note: "Ce qu’il en dit",
  refund: "Argent",
  credit: "Avoir",
  requested: "Demandé",
  approved: "Accepté",
  refused: "Refusé",
  in_transit: "En route",
  received: "Reçu",
  completed: "Terminé",
  cancelled: "Annulé",
  changed_mind: "A changé d’avis",
  does_not_fit: "Ne va pas",
  not_as_described: "Non conforme à la description",
  damaged: "Abîmé ou défectueux",
  wrong_item: "N’est pas l’article commandé",
  missing: "Absent du colis",
};

export default words;
