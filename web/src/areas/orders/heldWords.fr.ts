import type en from "./heldWords.en";

const words: typeof en = {
  held: "Retenue pour vérification",
  heldHelp:
    "Rien de cette commande n’est préparé ni envoyé avant que quelqu’un l’ait vérifiée. Son paiement reste tel quel.",
  thePlatforms: "La plateforme vérifie elle-même cette commande. Vous pouvez toujours l’annuler.",
  release: "Libérer",
  refuse: "Annuler la commande",
  released: "La commande suit son cours",
  refused: "La commande est annulée",
  releaseTitle: "Libérer la commande {number} ?",
  refuseTitle: "Annuler la commande {number} ?",
  reason: "Motif",
  reasonHelp: "Pour vos collègues, dans l’historique de la commande",
  close: "Fermer",
  rule_above: "Elle dépasse {most}",
  rule_new_customer_above: "Un nouveau client, et plus de {most}",
  rule_mismatching_countries: "Facturée en {from}, livrée en {to}",
  rule_orders_per_hour: "{count} commandes du même acheteur ou de la même adresse en une heure",
  rule_by_hand: "{why}",
};

export default words;
