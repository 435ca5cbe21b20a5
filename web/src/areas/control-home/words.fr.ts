import type en from "./words.en";

const words: typeof en = {
  title: "Center Control",
  about: "Les marchands de cette plateforme, et ce qui attend quelqu’un",
  merchants: "Marchands",
  active: "Actifs",
  trial: "À l’essai",
  suspended: "Suspendus",
  closed: "Fermés",
  sandboxes: "Bacs à sable",
  newThisWeek: { one: "{count} nouveau cette semaine", other: "{count} nouveaux cette semaine" },
  kept: {
    one: "{count} société fermée peut être supprimée",
    other: "{count} sociétés fermées peuvent être supprimées",
  },
  ending: "Essais qui se terminent bientôt",
  noneEnding: "Personne n’est à l’essai.",
  newest: "Dernières sociétés",
  noneNewest: "Aucune société. Créez la première.",
  problems: "Ce qui attend quelqu’un",
  noProblems: "Rien : tâches, événements et rappels sont tous traités.",
  dead_events: { one: "{count} événement non transmis", other: "{count} événements non transmis" },
  failed_jobs: { one: "{count} tâche abandonnée", other: "{count} tâches abandonnées" },
  callbacks_waiting: {
    one: "{count} rappel de paiement qui attend trop longtemps",
    other: "{count} rappels de paiement qui attendent trop longtemps",
  },
  until: "jusqu’au {day}",
  all: "Tous les marchands",
  create: "Nouveau marchand",
};

export default words;
