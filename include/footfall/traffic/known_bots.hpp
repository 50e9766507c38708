// Which user agents are programs that wander about: crawlers, monitors, preview makers.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::traffic {

/// Regular expressions (RE2 syntax) for user agents of bots, matched all in one pass. Immutable; thread-safe.
class bot_patterns {
 public:
  /// Expressions that RE2 does not understand are left out.
  explicit bot_patterns(std::span<const std::string_view> expressions);
  ~bot_patterns();
  bot_patterns(const bot_patterns&) = delete;
  bot_patterns& operator=(const bot_patterns&) = delete;

  /// True when one of the expressions is found in the first 512 bytes. About a microsecond.
  [[nodiscard]] bool matches(std::string_view user_agent) const;

  /// One of the expressions that are found in it; empty when there is none. For people, not for requests.
  [[nodiscard]] std::string_view matching(std::string_view user_agent) const;

  [[nodiscard]] std::size_t size() const noexcept;

 private:
  struct compiled;
  std::unique_ptr<compiled> compiled_;
};

/// The list of npm's `crawler-user-agents` as far as the build has found it, else `built_in_bots`. Libraries
/// for HTTP requests (`curl`, `okhttp`, ...) are not bots here: shops' back ends and apps track with them.
/// Compiled by the first call, which takes some 20 ms. Thread-safe.
[[nodiscard]] const bot_patterns& known_bots();

/// Where the list comes from, for the log: `crawler-user-agents 1.60.0` or `built-in list`. Thread-safe.
[[nodiscard]] std::string_view known_bots_origin() noexcept;

/// A short list for builds without the package. Thread-safe.
[[nodiscard]] std::span<const std::string_view> built_in_bots() noexcept;

/// `known_bots().matches`, with the answers for a few hundred user agents kept by each thread (at most 128
/// KiB of them): most requests then cost a hash and a comparison. Thread-safe.
[[nodiscard]] bool is_known_bot(std::string_view user_agent);

}  // namespace footfall::traffic
