// The landing page: three doors into one system.
import { render } from "preact";

render(<main>Switchboard</main>, document.getElementById("app")!);
