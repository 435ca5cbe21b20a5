import type en from "./words.en";

const words: typeof en = {
  once: "Qui détient ce lien voit la commande et peut la payer. Il n’est montré que cette fois ; un nouveau le remplace.",
  link: "Lien",
  copy: "Copier",
  copied: "Copié",
  qr: "Code QR du lien",
  payLink: "Lien de paiement",
  title: "Lien de paiement de la commande {number}",
  help: "Qui détient le lien voit cette commande en bref et paie ce qui reste dû.",
  open: "Un lien est ouvert jusqu’au {when}.",
  sentTo: "Il a été envoyé à {to}.",
  to: "E-mail ou téléphone",
  toHelp: "Par e-mail, ou par SMS à un numéro de téléphone.",
  days: "Valable",
  day: "1 jour",
  someDays: "{count} jours",
  message: "Un mot avec",
  make: "Lien à transmettre",
  send: "Envoyer",
  sent: "Le lien est envoyé à {to}.",
  end: "Mettre fin au lien ouvert",
  ended: "Le lien n’ouvre plus rien.",
  cancel: "Annuler",
  again: "Commander à nouveau",
  translate: "Traduire",
};

export default words;
