import type en from "./words.en";

const words: typeof en = {
  noneFound: "Rien de tel n’est vendu dans cette boutique.",
  noPrice: "pas de prix ici",
  left: "reste {quantity}",
  soldOut: "épuisé",
};

export default words;
