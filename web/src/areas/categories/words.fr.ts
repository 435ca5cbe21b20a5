import type en from "./words.en";

const words: typeof en = {
  title: "Catégories",
  products: "Produits",
  about:
    "Faites glisser une ligne, ou prenez-la avec Espace et déplacez-la avec les flèches. Les clients voient cet ordre.",
  newCategory: "Nouvelle catégorie",
  none: "Aucune catégorie",
  noneHelp:
    "Les catégories sont les rayons de votre boutique : Femmes › Robes, Fruits › Baies. Un produit peut être dans plusieurs.",
  count: { one: "{count} produit", other: "{count} produits" },
  hidden: "Cachée",
  shown: "Visible",
  moved: "{name} déplacée",
  name: "Nom",
  nameNeeded: "Donnez-lui un nom",
  description: "Description",
  address: "Adresse",
  addressHelp: "Faite du nom si elle est vide. Les anciennes adresses mènent à la nouvelle.",
  parent: "Se trouve dans",
  top: "Tout en haut",
  visible: "Visible dans la boutique",
  visibleHelp: "Ce qui est sous une catégorie cachée est caché aussi.",
  picture: "Image",
  removePicture: "Retirer l’image",
  search: "Pour les moteurs de recherche",
  seoTitle: "Titre dans les résultats",
  seoDescription: "Description dans les résultats",
  saved: "Catégorie enregistrée",
  created: "Catégorie créée",
  delete: "Supprimer",
  deleteSure: "Supprimer « {name} » ? Son adresse disparaît aussi.",
  deleteFull: "Elle contient des produits ou des catégories. Sortez-les d’abord.",
  deleted: "Catégorie supprimée",
  seeProducts: "Voir ses produits",
};
export default words;
