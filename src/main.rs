//! Sets the panic hook and mounts the page.

fn main() {
    console_error_panic_hook::set_once();
    lineup::app::mount();
}
