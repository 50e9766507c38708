// How log lines look and where they go.
#include "logging.hpp"

#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>
#include <spdlog/formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <memory>

namespace footfall::commands {

namespace {

class line_formatter final : public spdlog::formatter {
 public:
  explicit line_formatter(log_format format) : format_(format) {}

  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& to) override {
    using namespace std::chrono;
    const auto time_ms = duration_cast<milliseconds>(message.time.time_since_epoch()).count();
    const auto level = spdlog::level::to_string_view(message.level);
    const auto line = log_line(format_, text::to_iso_time(time_ms), {level.data(), level.size()},
                               {message.payload.data(), message.payload.size()});
    to.append(line.data(), line.data() + line.size());
  }

  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<line_formatter>(format_);
  }

 private:
  const log_format format_;
};

void append_without_control_characters(std::string& out, std::string_view message) {
  for (const char c : message) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f)
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
    else
      out += c;
  }
}

}  // namespace

const std::vector<std::string>& log_levels() {
  static const std::vector<std::string> levels{"debug", "info", "warn", "error"};
  return levels;
}

std::string log_line(log_format format, std::string_view time, std::string_view level,
                     std::string_view message) {
  std::string line;
  if (format == log_format::json) {
    text::json_writer json(line);
    json.open_object();
    json.field("time", time);
    json.field("level", level);
    json.field("message", message);
    json.close_object();
  } else {
    line = fmt::format("{} {} ", time, level);
    append_without_control_characters(line, message);
  }
  line += '\n';
  return line;
}

void set_up_logging(log_format format, std::string_view level) {
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  auto logger = std::make_shared<spdlog::logger>("footfall", std::move(sink));
  logger->set_formatter(std::make_unique<line_formatter>(format));
  logger->set_level(spdlog::level::from_str(level == "error" ? "err" : std::string(level)));
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace footfall::commands
