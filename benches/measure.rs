//! Time and memory, in the form of the baselines: one line of JSON for each figure.

use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use std::{fs, time::Instant};

/// How long a piece of work took, over some runs.
pub struct Times {
    runs: usize,
    wall: Vec<f64>,
    processor: Vec<f64>,
}

/// Runs the work once to warm up, and then so often as asked.
pub fn measure<T>(runs: usize, mut work: impl FnMut() -> T) -> (Times, T) {
    let mut result = work();
    let (mut wall, mut processor) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let (before, start) = (processor_seconds(), Instant::now());
        result = work();
        wall.push(start.elapsed().as_secs_f64());
        processor.push(processor_seconds() - before);
    }
    (Times { runs, wall, processor }, result)
}

impl Times {
    /// The line of the figure.
    pub fn line(mut self, job: &str, what: &str, people: usize, ok: bool, threads: usize, more: Value) {
        let mut line = json!({
            "job": job, "tool": "tapestry", "what": what, "n": people, "reps": self.runs,
            "wall_s": rounded(median(&mut self.wall)),
            "wall_min_s": rounded(self.wall.iter().copied().fold(f64::MAX, f64::min)),
            "cpu_s": rounded(median(&mut self.processor)),
            "rss_mb": peak_megabytes(), "ok": ok, "threads": threads,
        });
        let (line_fields, more) = (line.as_object_mut().unwrap(), more.as_object().cloned().unwrap_or_default());
        line_fields.extend(more);
        println!("{line}");
    }

    /// The median time of a run on the processor, in seconds.
    pub fn processor(&mut self) -> f64 {
        median(&mut self.processor)
    }
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn rounded(seconds: f64) -> f64 {
    (seconds * 1e6).round() / 1e6
}

/// Seconds that all threads of the process have been on a processor.
fn processor_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The most memory that the process has held, in megabytes; zero where the system does not tell.
pub fn peak_megabytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}
