//! The generated side of the contract, and of the one piece of WASI that no function of the standard library reaches.

#![allow(missing_docs, unsafe_code, unreachable_pub, clippy::all, clippy::allow_attributes, reason = "generated")]

wit_bindgen::generate!({
    path: "../../../../wit/0.1.0",
    inline: "
        package tamis:hostile;

        world hostile-filter {
            include tamis:plugin/filter-plugin@0.1.0;
            import wasi:random/random@0.2.0;
        }

        package wasi:random@0.2.0 {
            interface random {
                get-random-bytes: func(len: u64) -> list<u8>;
                get-random-u64: func() -> u64;
            }
        }
    ",
    world: "tamis:hostile/hostile-filter",
    generate_all,
    pub_export_macro: true,
    default_bindings_module: "crate::bindings",
});
