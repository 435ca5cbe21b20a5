export default {
  noneFound: "Nothing found that this store sells.",
  noPrice: "no price here",
  left: "{quantity} left",
  soldOut: "sold out",
};
