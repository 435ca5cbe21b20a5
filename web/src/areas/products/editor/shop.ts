/** Pure: where a product's page is. */
interface Shop {
  slug: string;
  hosts: readonly string[];
}

/** As people see it: host and path; without a host of its own the store lies below the installation's address. */
export function addressOf(store: Shop, slug: string): string {
  const host = store.hosts[0];
  return host ? `${host} › p › ${slug}` : `${store.slug} › p › ${slug}`;
}

/** The link to the page in the shop. */
export function linkTo(company: string, store: Shop, slug: string): string {
  const host = store.hosts[0];
  const path = `/p/${slug}`;
  return host ? `https://${host}${path}` : `/s/${company}/${store.slug}${path}`;
}
