// Services to choose from in a select, each under the part of the council that it belongs to.

interface Listed {
  id: string;
  label: string;
  parent_label: string;
}

function byParent<T extends Listed>(services: T[]): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const service of services) groups.set(service.parent_label, [...(groups.get(service.parent_label) ?? []), service]);
  return [...groups];
}

export function ServiceOptions<T extends Listed>({ services, says = ({ label }) => label }: { services: T[]; says?: (service: T) => string }) {
  return byParent(services).map(([parent, below]) => (
    <optgroup key={parent} label={parent}>
      {below.map((service) => <option key={service.id} value={service.id}>{says(service)}</option>)}
    </optgroup>
  ));
}
