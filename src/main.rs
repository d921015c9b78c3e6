//! The `wenxiao` program.

fn main() -> std::process::ExitCode {
    wenxiao::cli::run()
}
