import type en from "./joinWords.en";

const words: typeof en = {
  join: "Travailler avec {company}",
  joinAbout: "{inviter} vous invite en tant que : {roles}.",
  emailHelp: "Vous vous connectez avec cette adresse.",
  name: "Votre nom",
  accept: "Accepter et entrer",
  until: "L’invitation est valable jusqu’au {day}.",
  looking: "Lecture de votre invitation",
  over: "Cette invitation n’est plus valable",
  overAbout: "Elle a déjà servi, a été retirée ou a expiré. Demandez-en une nouvelle à qui vous a invité.",
  joined: "Bienvenue chez {company}",
  joinedAbout: "Connectez-vous avec votre adresse e-mail et le mot de passe que vous venez de choisir.",
};
export default words;
