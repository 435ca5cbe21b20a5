import type { PersonalData } from "@/api/generated/types.gen";

/** Hands what is kept of somebody to whoever asked, as a file. */
export function save(data: PersonalData): void {
  const file = new Blob([JSON.stringify(data, null, 2)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${data.customer_id}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
