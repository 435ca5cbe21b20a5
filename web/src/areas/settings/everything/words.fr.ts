import type en from "./words.en";

const words: typeof en = {
  title: "Tout exporter",
  about: "Tout ce qui est conservé de votre entreprise, dans un seul fichier",
  settings: "Réglages",
  make: "Tout exporter",
  started: "L’export a commencé",
  files: "Exports",
  what: "Ce qu’il contient",
  tables:
    "Un fichier CSV par type d’enregistrement : produits, prix, stock, clients, commandes, paiements, livres, réglages, journal d’audit",
  pictures: "Toutes les images",
  sums: "La liste des parties avec une somme de contrôle chacune, pour que personne n’en change une à votre insu",
  not: "N’y sont pas : qui est connecté, et vos clés chez les prestataires de paiement, transporteurs et autres services",
  personal:
    "Le fichier nomme vos clients. Gardez-le comme vous garderiez leur courrier, et supprimez-le quand vous n’en avez plus besoin.",
};
export default words;
