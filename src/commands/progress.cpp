// How far a long command is: a line that is redrawn on a terminal, a line now and then elsewhere.
#include "progress.hpp"

#include "output.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::commands {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t redraw_ns = second_ns / 4;
constexpr std::int64_t report_ns = 10 * second_ns;
constexpr unsigned updates_per_look = 256;  // at the clock

std::string grouped(std::uint64_t number) {
  auto digits = std::to_string(number);
  for (auto position = static_cast<std::ptrdiff_t>(digits.size()) - 3; position > 0; position -= 3)
    digits.insert(static_cast<std::size_t>(position), ",");
  return digits;
}

std::string minutes_and_seconds(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::min(seconds, 1e9) + 0.5);
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace

std::string progress_text(const progress_figures& figures, std::int64_t elapsed_ns) {
  const double elapsed = static_cast<double>(std::max<std::int64_t>(elapsed_ns, 1)) / second_ns;
  const double rate = static_cast<double>(figures.counted) / elapsed;
  auto text = fmt::format("{} {} | {} {}/s", grouped(figures.counted), figures.what,
                          grouped(static_cast<std::uint64_t>(rate)), figures.what);
  if (figures.total == 0) return text;
  const double part = std::min(1.0, static_cast<double>(figures.done) / static_cast<double>(figures.total));
  text = fmt::format("{:3.0f} % | {}", part * 100, text);
  if (part > 0) text += fmt::format(" | {} left", minutes_and_seconds(elapsed / part - elapsed));
  return text;
}

progress::progress(std::FILE* stream, bool on_terminal, const clock& time)
    : stream_(stream),
      on_terminal_(on_terminal),
      time_(time),
      started_ns_(time.steady_ns()),
      next_ns_(started_ns_ + (on_terminal ? redraw_ns : report_ns)) {}

void progress::update(const progress_figures& figures) {
  if (++updates_ % updates_per_look != 0) return;
  const auto now_ns = time_.steady_ns();
  if (now_ns < next_ns_) return;
  next_ns_ = now_ns + (on_terminal_ ? redraw_ns : report_ns);
  const auto text = progress_text(figures, now_ns - started_ns_);
  if (on_terminal_)
    print_to(stream_, "\r\x1b[K{}", text);
  else
    print_to(stream_, "{}\n", text);
  std::fflush(stream_);
  drawn_ = true;
}

void progress::finish() {
  if (drawn_ && on_terminal_) print_to(stream_, "\r\x1b[K");
  std::fflush(stream_);
}

}  // namespace footfall::commands
