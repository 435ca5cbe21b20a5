import type { Words } from "@/app/words";

const words: Words = {
  "name.own": "Livraison propre",
  "about.own":
    "Votre livreur l’apporte. Ce que l’acheteur paie est dans les zones de livraison ; l’étiquette s’imprime ici.",
  "label.own.paper": "Papier des étiquettes",
  "choice.own.a6": "A6 (105 × 148 mm)",
  "choice.own.4x6": "4 × 6 pouces",
  "name.generic": "Transporteur avec lien de suivi",
  "about.generic":
    "Vous achetez l’envoi chez le transporteur et saisissez le numéro de suivi ; l’acheteur suit son colis par le lien.",
  "label.generic.carrier": "Transporteur",
  "choice.generic.other": "Un autre transporteur",
  "choice.generic.dhl_paket": "DHL Paket (Allemagne)",
  "choice.generic.dpd_uk": "DPD Royaume-Uni",
  "choice.generic.dpd_de": "DPD Allemagne",
  "choice.generic.canada_post": "Postes Canada",
  "label.generic.tracking_url": "Page de suivi",
  "help.generic.tracking_url":
    "L’adresse où le transporteur montre un colis, avec {number} à la place du numéro ; pour un transporteur absent de la liste.",
  "about.easypost": "Tarifs, étiquettes et suivi de nombreux transporteurs, avec un seul compte.",
  "label.easypost.api_key": "Clé d’API",
  "help.easypost.api_key":
    "Dans EasyPost sous Account Settings, API Keys. Une clé de test n’achète que des étiquettes de test.",
  "label.easypost.webhook_secret": "Secret de webhook",
  "help.easypost.webhook_secret":
    "Le même que vous donnez au webhook dans EasyPost ; sans lui, les colis sont consultés à intervalles réguliers.",
  "label.easypost.label_format": "Forme des étiquettes",
  "choice.easypost.pdf": "PDF, 4 × 6 pouces",
  "choice.easypost.png": "Image (PNG)",
  "choice.easypost.zpl": "Imprimante d’étiquettes (ZPL)",
};
export default words;
