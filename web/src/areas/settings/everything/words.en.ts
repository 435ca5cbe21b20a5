export default {
  title: "Export everything",
  about: "All that is kept of your company, in one file",
  settings: "Settings",
  make: "Export everything",
  started: "The export has begun",
  files: "Exports",
  what: "What is in it",
  tables:
    "A CSV file for each kind of record: products, prices, stock, customers, orders, payments, books, settings, audit log",
  pictures: "All pictures",
  sums: "A list of the parts with a checksum each, so that nobody can change one unseen",
  not: "Not in it: who is logged in, and your keys at payment providers, carriers and other services",
  personal:
    "The file names your customers. Keep it as you would keep their letters, and delete it when you no longer need it.",
};
