#include "footfall/traffic/known_bots.hpp"

#include "listed_bots.hpp"

#include <re2/re2.h>
#include <re2/set.h>

#include <array>
#include <functional>

namespace footfall::traffic {

namespace {

// Longer user agents are matched by their beginning: what they are stands there.
constexpr std::size_t user_agent_bytes_max = 512;
// For the automaton, which is built as far as user agents need it; enough for some thousand expressions.
constexpr std::int64_t automaton_bytes_max = 32 << 20;

std::string_view beginning(std::string_view user_agent) { return user_agent.substr(0, user_agent_bytes_max); }

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

RE2::Options options() {
  RE2::Options chosen;
  chosen.set_max_mem(automaton_bytes_max);
  chosen.set_log_errors(false);
  return chosen;
}

}  // namespace

struct bot_patterns::compiled {
  RE2::Set set{options(), RE2::UNANCHORED};
  std::vector<std::string> expressions;  // at their number in the set
};

bot_patterns::bot_patterns(std::span<const std::string_view> expressions)
    : compiled_(std::make_unique<compiled>()) {
  for (const auto each : expressions)
    if (compiled_->set.Add(piece(each), nullptr) >= 0) compiled_->expressions.emplace_back(each);
  compiled_->set.Compile();
}

bot_patterns::~bot_patterns() = default;

bool bot_patterns::matches(std::string_view user_agent) const {
  return compiled_->set.Match(piece(beginning(user_agent)), nullptr);
}

std::string_view bot_patterns::matching(std::string_view user_agent) const {
  std::vector<int> found;
  if (!compiled_->set.Match(piece(beginning(user_agent)), &found) || found.empty()) return {};
  return compiled_->expressions[static_cast<std::size_t>(found.front())];
}

std::size_t bot_patterns::size() const noexcept { return compiled_->expressions.size(); }

std::span<const std::string_view> built_in_bots() noexcept {
  static constexpr std::string_view expressions[] = {
      "[bB]ot\\b",         "[cC]rawl",        "[sS]pider",   "[sS]craper",   "Slurp",
      "Mediapartners",     "APIs-Google",     "Google-Read", "facebookext",  "WhatsApp/",
      "Applebot",          "Bytespider",      "GPTBot",      "ClaudeBot",    "CCBot",
      "archive\\.org_bot", "HeadlessChrome",  "PhantomJS",   "Lighthouse",   "Pingdom",
      "UptimeRobot",       "StatusCake",      "Site24x7",    "Datadog",      "W3C_Validator",
      "(?i)check_http",    "(?i)feedfetcher", "Embedly",     "Nutch",        "Screaming Frog",
      "(?i)semrush",       "(?i)ahrefs",      "MJ12",        "DotBot",       "PetalBot",
      "YandexBot",         "Baiduspider",     "DuckDuckBot", "SkypeUriPrev", "BingPreview",
  };
  return expressions;
}

const bot_patterns& known_bots() {
  static const bot_patterns patterns(listed_bots().empty() ? built_in_bots() : listed_bots());
  return patterns;
}

std::string_view known_bots_origin() noexcept {
  return listed_bots().empty() ? std::string_view("built-in list") : listed_bots_origin();
}

bool is_known_bot(std::string_view user_agent) {
  struct kept_answer {
    std::string user_agent;
    bool is_bot = false;
  };
  constexpr std::size_t answers = 256;
  thread_local std::array<kept_answer, answers> kept;
  if (user_agent.empty()) return false;
  user_agent = beginning(user_agent);
  auto& place = kept[std::hash<std::string_view>{}(user_agent) % answers];
  if (place.user_agent != user_agent) {
    place.is_bot = known_bots().matches(user_agent);
    place.user_agent = user_agent;
  }
  return place.is_bot;
}

}  // namespace footfall::traffic
