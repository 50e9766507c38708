// How log lines look and where they go.
#include "logging.hpp"

#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include "log_output.hpp"

#include <fmt/format.h>
#include <spdlog/formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <mutex>

namespace footfall::commands {

namespace {

log_output& standard_error() {
  static log_output output(STDERR_FILENO);
  return output;
}

class standard_error_sink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit standard_error_sink(log_format format) : format_(format) {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    using namespace std::chrono;
    const auto time = text::to_iso_time(duration_cast<milliseconds>(message.time.time_since_epoch()).count());
    auto& output = standard_error();
    if (const auto lost = output.lost();
        lost != told_ &&
        output.write(log_line(format_, time, "warn",
                              fmt::format("{} log lines were lost: nobody read them in time", lost - told_))))
      told_ = lost;
    const auto level = spdlog::level::to_string_view(message.level);
    output.write(log_line(format_, time, {level.data(), level.size()},
                          {message.payload.data(), message.payload.size()}));
  }
  void flush_() override {}

  const log_format format_;
  std::uint64_t told_ = 0;  // of the lost lines
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
  auto logger = std::make_shared<spdlog::logger>("footfall", std::make_shared<standard_error_sink>(format));
  logger->set_level(spdlog::level::from_str(level == "error" ? "err" : std::string(level)));
  spdlog::set_default_logger(std::move(logger));
}

std::uint64_t lost_log_lines() { return standard_error().lost(); }

}  // namespace footfall::commands
