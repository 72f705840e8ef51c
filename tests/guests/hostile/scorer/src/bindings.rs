//! The generated side of the contract.

#![allow(missing_docs, unsafe_code, unreachable_pub, clippy::all, clippy::allow_attributes, reason = "generated")]

wit_bindgen::generate!({
    path: "../../../../wit/0.1.0",
    world: "scorer-plugin",
    pub_export_macro: true,
    default_bindings_module: "crate::bindings",
});
