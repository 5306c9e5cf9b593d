// The Play page, in the user's words.

import assert from "node:assert/strict";

export class Play {
  constructor(page) {
    this.page = page;
    // By its id: some tests read the page in Korean.
    this.prompt = page.locator("textarea#prompt");
    this.runButton = page.getByRole("button", { name: /^Run \d+ lanes?$/ });
    this.stopButton = page.getByRole("button", { name: "Stop", exact: true }).last();
    this.status = page.locator("#status");
    this.alert = page.locator("#alert");
  }

  async open() {
    await this.page.goto(new URL("#/", this.page.url()).href);
    await this.prompt.waitFor();
  }

  /** The n-th lane, counted from 1. */
  lane(n) {
    return new Lane(this.page, this.page.getByRole("article", { name: new RegExp(`^Lane ${n}: `) }));
  }

  async lanes() {
    return this.page.getByRole("article", { name: /^Lane \d+: / }).count();
  }

  /** Makes it exactly so many lanes. */
  async setLanes(count) {
    while ((await this.lanes()) < count) await this.page.getByRole("button", { name: "Add lane" }).click();
    while ((await this.lanes()) > count) await this.lane(await this.lanes()).command("Remove lane");
  }

  /** One lane for each of these, from the first on. */
  async setUp(lanes) {
    await this.setLanes(lanes.length);
    for (const [at, { endpoint, model, api, stream }] of lanes.entries()) {
      const lane = this.lane(at + 1);
      if (endpoint) await lane.chooseEndpoint(endpoint);
      if (model) await lane.chooseModel(model);
      if (api) await lane.chooseApi(api);
      assert.equal(stream, undefined, "streaming is set in the lane's own settings");
    }
  }

  async ask(text) {
    await this.prompt.fill(text);
    await this.runButton.click();
  }
}

export class Lane {
  constructor(page, root) {
    this.page = page;
    this.root = root;
    this.log = root.getByRole("log");
    this.foot = root.locator("footer");
  }

  async chooseEndpoint(name) {
    await this.root.getByLabel("Endpoint", { exact: true }).selectOption({ label: name });
  }

  async chooseApi(name) {
    await this.root.getByRole("button", { name: "Settings of this lane" }).click();
    await this.root.getByLabel("API", { exact: true }).selectOption({ label: name });
    await this.page.keyboard.press("Escape");
  }

  async chooseScenario(name) {
    await this.root.getByLabel("Simulator plays").selectOption({ label: name });
  }

  /** Any name: one of the line-up, or one that only the endpoint knows. */
  async chooseModel(name) {
    // The first button of a lane is its model.
    await this.root.getByRole("button").first().click();
    const search = this.page.getByRole("combobox", { name: "Search models, or type any name" });
    await search.fill(name);
    const exact = this.page.getByRole("option", { name: new RegExp(`^${name.replaceAll(".", "\\.")}(\\s|$)`) }).first();
    const asItIs = this.page.getByRole("option", { name: new RegExp(`^Use .${name.replaceAll(".", "\\.")}.`) }).first();
    await ((await exact.isVisible()) ? exact : asItIs).click();
  }

  /** A command of the lane's menu. */
  async command(name) {
    await this.root.getByRole("button", { name: /^Actions of lane/ }).click();
    await this.page.getByRole("menuitem", { name }).click();
  }

  async stop() {
    await this.root.getByRole("button", { name: "Stop" }).first().click();
  }

  async text() {
    return this.log.innerText();
  }

  /** Waits until the foot says how it ended, and returns those words. */
  async end(timeout = 30_000) {
    const word = this.foot.locator(".finish");
    await word.waitFor({ timeout });
    // The foot and the text are painted in frames of their own.
    await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))));
    return (await word.innerText()).trim();
  }

  /** Waits until the transcript has this text. */
  async says(text, timeout = 15_000) {
    await this.log.getByText(text).first().waitFor({ timeout });
  }

  /** Opens a page of the wire drawer and returns it. */
  async wire(name) {
    await this.root.getByRole("tab", { name }).click();
    return this.root.getByRole("tabpanel");
  }
}
