import type en from "./words.en";

const words: typeof en = {
  title: "Service client",
  box: "Nom, numéro de commande, adresse e-mail ou téléphone",
  boxHelp: "Les noms mal écrits sont trouvés aussi. D’un téléphone, les derniers chiffres suffisent.",
  clear: "Vider la recherche",
  results: "Résultats",
  people: "Personnes",
  orders: "Commandes",
  recent: "Vus récemment",
  nothing: "Personne ni rien pour « {words} »",
  nothingHelp:
    "Essayez les quatre derniers chiffres du téléphone, le numéro de commande ou le nom de famille seul.",
  newCustomer: "Inscrire un nouveau client",
  start: "Qui appelle ?",
  startHelp: "Tapez ce que l’on vous dit. Les flèches choisissent, Entrée ouvre.",
  back: "Retour aux résultats",
  profile: "Ouvrir la fiche",
  exact: "Exactement",
  byPhone: "par téléphone",
  byEmail: "par e-mail",
  bySpelling: "se prononce pareil",
  ordersCount: { one: "{count} commande", other: "{count} commandes" },
  foundCount: { one: "{count} trouvé", other: "{count} trouvés" },
  gone: "Cette adresse e-mail n’est plus celle d’aucun client. Voici les commandes passées avec elle.",
};
export default words;
