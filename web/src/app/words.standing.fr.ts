import type en from "./words.standing.en";

const words: typeof en = {
  trialLeft: { one: "Il reste {count} jour d’essai", other: "Il reste {count} jours d’essai" },
  trialHelp: "Ensuite, les boutiques ferment jusqu’à ce que vous continuiez. Rien n’est perdu.",
  seePlan: "Voir la formule et l’essai",
  sandbox: "Un espace d’essai, de {name} : rien n’en sort, ni argent ni lettre aux clients.",
  title: "{name} est suspendue",
  titleClosed: "{name} est fermée",
  safe: "Vos boutiques indiquent qu’elles sont fermées pour le moment. Vos produits, commandes, clients et réglages sont en sécurité, et les paiements en cours sont enregistrés.",
  kept: "Vos données sont conservées jusqu’au {day}, puis supprimées.",
  since: "Depuis le {day}.",
  reason: "Raison",
  "reason.unpaid": "Une facture est impayée.",
  "reason.terms": "Les conditions d’utilisation n’ont pas été respectées.",
  "reason.risk": "La plateforme doit examiner un risque.",
  "reason.asked": "Vous l’avez demandé.",
  "reason.trial_ended": "L’essai est terminé.",
  "reason.other": "Une raison propre à la plateforme.",
  ask: "Pour la rouvrir, écrivez à",
  askNobody: "Pour la rouvrir, adressez-vous à l’exploitant de cette plateforme.",
  take: "Emporter vos données",
  products: "Produits",
  stock: "Stock",
  customers: "Clients",
  orders: "Commandes",
  plan: "Formule",
  noPlan: "Sans formule",
  account: "Mon compte",
  back: "Retour",
  logOut: "Se déconnecter",
};

export default words;
