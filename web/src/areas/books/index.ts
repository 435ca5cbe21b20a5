import { IconScale } from "@tabler/icons-react";
import type { Area } from "@/app/area";

const READ = "ledger:read";
const WRITE = "ledger:write";
const PAYMENTS = "payments:read";

/** The books: what lies on which account, every entry, and whether gateways say the same. */
export const area: Area = {
  id: "books",
  routes: [
    { path: "/books", page: () => import("./BooksPage"), permission: READ },
    { path: "/books/entries", page: () => import("./EntriesPage"), permission: READ },
    { path: "/books/entries/new", page: () => import("./NewEntryPage"), permission: WRITE },
    { path: "/books/entries/$entry", page: () => import("./EntryPage"), permission: READ },
    { path: "/books/statements", page: () => import("./statements/StatementsPage"), permission: PAYMENTS },
    {
      path: "/books/statements/$statement",
      page: () => import("./statements/StatementPage"),
      permission: PAYMENTS,
    },
  ],
  navigation: [
    {
      to: "/books",
      label: { en: "Books", fr: "Comptes" },
      icon: IconScale,
      place: 47,
      permission: READ,
      children: [
        { to: "/books/entries", label: { en: "Entries", fr: "Écritures" }, permission: READ },
        {
          to: "/books/statements",
          label: { en: "Reconciliation", fr: "Rapprochement" },
          permission: PAYMENTS,
        },
      ],
    },
  ],
  commands: [
    {
      id: "books",
      label: { en: "Go to the books", fr: "Aller aux comptes" },
      keywords: "ledger accounting balance comptabilité soldes grand livre",
      to: "/books",
      permission: READ,
      keys: "g b",
    },
    {
      id: "books-entry",
      label: { en: "Post an entry", fr: "Passer une écriture" },
      keywords: "debit credit débit crédit",
      to: "/books/entries/new",
      permission: WRITE,
    },
    {
      id: "books-statements",
      label: { en: "Reconcile a gateway’s statement", fr: "Rapprocher le relevé d’un prestataire" },
      keywords: "csv payout versement stripe paypal",
      to: "/books/statements",
      permission: PAYMENTS,
    },
  ],
};
