// The Settings page, in the user's words.

export class Settings {
  constructor(page) {
    this.page = page;
  }

  async open() {
    await this.page.goto(new URL("#/settings", this.page.url()).href);
    await this.page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  }

  /** Adds an endpoint; with a key, unless it needs none. */
  async addEndpoint({ name, base, api = "OpenAI-compatible", auth = "None", header, key, version, deployments = {} }) {
    await this.page.getByRole("button", { name: "Add endpoint" }).click();
    const form = this.page.getByRole("dialog", { name: "Add an endpoint" });
    await form.getByLabel("API", { exact: true }).selectOption({ label: api });
    await form.getByLabel("Name", { exact: true }).fill(name);
    await form.getByLabel("Base URL").fill(base);
    await form.getByLabel("Authentication").selectOption({ label: auth });
    if (header) await form.getByLabel("Header name").fill(header);
    if (version) await form.getByLabel("api-version").fill(version);
    let row = 0;
    for (const [model, deployment] of Object.entries(deployments)) {
      row += 1;
      const field = form.getByLabel(`Model of row ${row}`);
      if (!(await field.isVisible())) await form.getByRole("button", { name: "Add deployment" }).click();
      await field.fill(model);
      await form.getByLabel(`Deployment name of row ${row}`).fill(deployment);
    }
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "hidden" });
    if (key) await this.enterKey(name, key);
  }

  async enterKey(name, key) {
    await this.page.getByLabel(`Key for ${name}`, { exact: true }).fill(key);
    await this.page.getByLabel(`Key for ${name}`, { exact: true }).press("Enter");
    await this.page.getByText("A key is in memory").first().waitFor();
  }

  /** Makes Enter run the prompt. */
  async enterRuns() {
    await this.page.getByLabel("Enter runs the prompt").check();
  }
}
